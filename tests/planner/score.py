# The scorer that came with the corpus, its rules untouched so that figures stay comparable.
# ruff: noqa: C408, C901, E501, E741, N806, PERF401, SIM102
"""Score infrastructure-need predictions against a labelled set (stdlib only).

usage: score.py SETDIR PREDICTIONS.jsonl [--verbose] [--json]

SETDIR holds NAME.md files and labels.jsonl.  Each prediction line:
  {"id": NAME, "skills": [{"name", "title", "line"?}], "tools": [...], "existingSkills": [...]}
The rules are in LABELS.md.  A document with no prediction line counts as an empty prediction.
"""

import argparse
import json
import pathlib
import re
import sys
import unicodedata


def norm(text):
    text = unicodedata.normalize("NFKD", str(text or ""))
    text = "".join(c for c in text if not unicodedata.combining(c)).casefold()
    return " ".join(re.findall(r"[^\W_]+", text))


def slugify(text):
    text = re.sub(r"\.(md|txt)$", "", str(text or "").strip())
    text = re.sub(r"^.*?skills/", "", text)
    text = re.sub(r"/(SKILL)?$", "", text)
    return re.sub(r"-skill$", "", norm(text).replace(" ", "-"))


def has_stem(text, stem):
    """text is normalised. A stem is found at the start of a token, or, when it is long (5+)
    or not ASCII, anywhere (compounds, scripts without spaces)."""
    stem = norm(stem).replace(" ", "")
    if any(tok.startswith(stem) for tok in text.split()):
        return True
    return (len(stem) >= 5 or not stem.isascii()) and stem in text.replace(" ", "")


def occurrence_lines(body, quote):
    """All lines (1-based) that any occurrence of quote touches."""
    out, i = set(), body.find(quote)
    while i >= 0:
        first = body.count("\n", 0, i) + 1
        out.update(range(first, first + quote.count("\n") + 1))
        i = body.find(quote, i + 1)
    return out


def gold_lines(need):
    out = set(range(need["line"], need["line"] + need["quote"].count("\n") + 1))
    if "span" in need:  # the whole hard-wrapped sentence
        out.update(range(need["span"][0], need["span"][1] + 1))
    for m in need.get("also", []):
        out.update(range(m["line"], m["line"] + m["quote"].count("\n") + 1))
    return out


STOP = {"skill", "skills", "tool", "tools", "the", "and", "for", "our", "this", "that", "with"}


def content(text):
    return [t for t in norm(text).split() if len(t) > 2 and t not in STOP]


def share_in(name, trap):
    toks, hay = content(name), norm(trap).replace(" ", "")
    return sum(t[:5] in hay for t in toks) / len(toks) if toks else 0.0


def match(preds, needs, trap_only):
    """One-to-one matching, maximum cardinality, better edges first.
    Edge strength: 3 stems+line, 2 stems, 1 line; +0.5 where the kind agrees."""
    edges = []
    for i, p in enumerate(preds):
        for j, n in enumerate(needs):
            stem = any(all(has_stem(p["text"], s) for s in alt) for alt in n["any_of"])
            line = p["line"] is not None and p["line"] in gold_lines(n)
            if stem and p["line"] is not None and p["line"] in trap_only:
                stem = False  # evidence is a known negative: no credit for like words
            if stem or line:
                w = (2 if stem else 0) + (1 if line else 0)
                edges.append((w + (0.5 if n["kind"] in ("either", p["kind"]) else 0), i, j))
    owner, tiers = {}, sorted({e[0] for e in edges}, reverse=True)
    matched_p, allowed = set(), {}

    def augment(i, seen):
        for j in allowed.get(i, []):
            if j in seen:
                continue
            seen.add(j)
            if j not in owner or augment(owner[j], seen):
                owner[j] = i
                return True
        return False

    for t in tiers:
        for w, i, j in edges:
            if w == t:
                allowed.setdefault(i, []).append(j)
        for i in range(len(preds)):
            if i not in matched_p and augment(i, set()):
                matched_p.add(i)
    return {i: j for j, i in owner.items()}


def ratio(a, b):
    return a / b if b else 1.0


def score(root, pred):
    """(figures, one line per finding) for predictions by document id."""
    gold = [json.loads(l) for l in (root / "labels.jsonl").read_text("utf-8").splitlines() if l.strip()]
    ids = {g["id"] for g in gold}
    T = dict(
        tp=0,
        fp=0,
        fn=0,
        kind_ok=0,
        kind_n=0,
        ex_tp=0,
        ex_fp=0,
        ex_fn=0,
        traps=0,
        traps_hit=0,
        zero=0,
        zero_clean=0,
        existing_as_need=0,
        docs=len(gold),
        docs_perfect=0,
    )
    by_kind = {k: [0, 0] for k in ("skill", "tool", "either")}
    out = []
    for g in gold:
        body = (root / f"{g['id']}.md").read_text("utf-8")
        r = pred.get(g["id"], {})
        preds = []
        for kind, key in (("skill", "skills"), ("tool", "tools")):
            for s in r.get(key) or []:
                s = {"name": s} if isinstance(s, str) else s
                preds.append(
                    {
                        "kind": kind,
                        "name": s.get("name") or "",
                        "line": s.get("line"),
                        "text": norm(f"{s.get('name') or ''} {s.get('title') or ''}"),
                    }
                )
        glines = set().union(*[gold_lines(n) for n in g["needs"]]) if g["needs"] else set()
        tlines = {t: occurrence_lines(body, t) for t in g["traps"]}
        trap_only = set().union(*tlines.values()) - glines if tlines else set()
        m = match(preds, g["needs"], trap_only)
        tp = len(m)
        fps = [p for i, p in enumerate(preds) if i not in m]
        fns = [n for j, n in enumerate(g["needs"]) if j not in m.values()]
        T["tp"] += tp
        T["fp"] += len(fps)
        T["fn"] += len(fns)
        bad_kind = []
        for i, j in m.items():
            n, p = g["needs"][j], preds[i]
            if n["kind"] != "either":
                T["kind_n"] += 1
                if n["kind"] == p["kind"]:
                    T["kind_ok"] += 1
                else:
                    bad_kind.append((p, n))
        for j, n in enumerate(g["needs"]):
            by_kind[n["kind"]][1] += 1
            by_kind[n["kind"]][0] += j in m.values()
        ge = {slugify(x) for x in g["existing"]}
        pe = {slugify(x if isinstance(x, str) else x.get("name")) for x in r.get("existingSkills") or []}
        T["ex_tp"] += len(ge & pe)
        T["ex_fp"] += len(pe - ge)
        T["ex_fn"] += len(ge - pe)
        ean = [p for p in fps if slugify(p["name"]) in {slugify(x) for x in g["library"]}]
        T["existing_as_need"] += len(ean)
        hit = []
        for p in fps:  # each surplus prediction hits at most one trap
            best = None
            for t in g["traps"]:
                on, sh = p["line"] is not None and p["line"] in tlines[t], share_in(p["name"], t)
                if (on and (not tlines[t] & glines or sh >= 0.5)) or (p["line"] is None and sh == 1.0):
                    if best is None or sh > best[0]:
                        best = (sh, t)
            if best and best[1] not in hit:
                hit.append(best[1])
        T["traps"] += len(g["traps"])
        T["traps_hit"] += len(hit)
        if not g["needs"]:
            T["zero"] += 1
            T["zero_clean"] += not preds
        ok = not fps and not fns and not bad_kind and ge == pe
        T["docs_perfect"] += ok
        if True:
            out.append(f"{'ok ' if ok else '-- '} {g['id']}: tp {tp} fp {len(fps)} fn {len(fns)}")
            for n in fns:
                out.append(f"      missed {n['kind']:6} {n['slug']} (l.{n['line']}: {n['quote']!r})")
            for p in fps:
                out.append(f"      extra  {p['kind']:6} {p['name']} (l.{p['line']})")
            for p, n in bad_kind:
                out.append(f"      kind   {p['name']}: said {p['kind']}, is {n['kind']}")
            for x in sorted(ge - pe):
                out.append(f"      existing missed {x}")
            for x in sorted(pe - ge):
                out.append(f"      existing extra  {x}")
            for t in hit:
                out.append(f"      trap   {t!r}")
    P, R = ratio(T["tp"], T["tp"] + T["fp"]), ratio(T["tp"], T["tp"] + T["fn"])
    res = {
        "documents": T["docs"],
        "predicted_documents": len(ids & set(pred)),
        "unknown_ids": sorted(set(pred) - ids),
        "needs": {
            "tp": T["tp"],
            "fp": T["fp"],
            "fn": T["fn"],
            "precision": round(P, 4),
            "recall": round(R, 4),
            "f1": round(2 * P * R / (P + R), 4) if P + R else 0.0,
        },
        "recall_by_kind": {k: f"{v[0]}/{v[1]}" for k, v in by_kind.items()},
        "kind_accuracy": round(ratio(T["kind_ok"], T["kind_n"]), 4),
        "kind_counted": T["kind_n"],
        "existing": {
            "tp": T["ex_tp"],
            "fp": T["ex_fp"],
            "fn": T["ex_fn"],
            "precision": round(ratio(T["ex_tp"], T["ex_tp"] + T["ex_fp"]), 4),
            "recall": round(ratio(T["ex_tp"], T["ex_tp"] + T["ex_fn"]), 4),
        },
        "library_skill_predicted_as_need": T["existing_as_need"],
        "traps_hit": f"{T['traps_hit']}/{T['traps']}",
        "zero_need_documents_clean": f"{T['zero_clean']}/{T['zero']}",
        "documents_perfect": f"{T['docs_perfect']}/{T['docs']}",
    }
    return res, out


def read_predictions(path):
    """The rows of a predictions file by document id."""
    pred = {}
    for l in path.read_text("utf-8").splitlines():
        if l.strip():
            r = json.loads(l)
            if r["id"] in pred:
                sys.exit(f"duplicate prediction id {r['id']}")
            pred[r["id"]] = r
    return pred


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("setdir")
    ap.add_argument("predictions")
    ap.add_argument("--verbose", action="store_true")
    ap.add_argument("--json", action="store_true")
    a = ap.parse_args()
    res, out = score(pathlib.Path(a.setdir), read_predictions(pathlib.Path(a.predictions)))
    if not a.verbose:
        out = []
    if a.json:
        print(json.dumps(res, indent=1))
        return
    if out:
        print("\n".join(out) + "\n")
    n, e = res["needs"], res["existing"]
    print(
        f"documents      {res['documents']} ({res['predicted_documents']} with a prediction, {len(res['unknown_ids'])} unknown ids)"
    )
    print(
        f"needs          P {n['precision']:.3f}  R {n['recall']:.3f}  F1 {n['f1']:.3f}   (tp {n['tp']} fp {n['fp']} fn {n['fn']})"
    )
    print("recall by kind " + "  ".join(f"{k} {v}" for k, v in res["recall_by_kind"].items()))
    print(
        f"kind accuracy  {res['kind_accuracy']:.3f} over {res['kind_counted']} matched needs with a fixed kind"
    )
    print(
        f"existing       P {e['precision']:.3f}  R {e['recall']:.3f}   (tp {e['tp']} fp {e['fp']} fn {e['fn']}); library skill given as a need: {res['library_skill_predicted_as_need']}"
    )
    print(f"traps hit      {res['traps_hit']}")
    print(f"zero-need docs {res['zero_need_documents_clean']} left clean")
    print(f"perfect docs   {res['documents_perfect']}")


if __name__ == "__main__":
    main()
