"""The two procedures played at a whole desk, act by act, by the clauses that ask for it.

A scenario's docstring begins with its clauses and duties: "P1 4.2.1, P2 S3 (duty 18): …" (docs/design/REQUIREMENTS.md);
test_clauses.py sees that none of them is left out.
"""
