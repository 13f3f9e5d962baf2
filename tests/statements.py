"""What a request says to the database, told apart."""

import re
from collections.abc import Iterable

READS = re.compile(r"[(\s]*(SELECT|WITH)\b(?!.*\bFOR (NO KEY )?UPDATE\b)", re.DOTALL)


def that_write_or_lock(statements: Iterable[str]) -> list[str]:
    """Those of them that a look at something has no business to say.

    A savepoint, which stands for a transaction here, is one of them: on SQLite each transaction waits for
    whoever writes.
    """
    return [sql for sql in statements if not READS.match(sql)]
