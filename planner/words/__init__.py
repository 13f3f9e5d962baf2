"""Classes of words of the language, and their forms."""
