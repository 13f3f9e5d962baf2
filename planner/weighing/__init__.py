"""The last resort: what no rule claimed is proposed by its noun or verb, and weak signs are added up."""
