"""The two procedures played at a whole desk, act by act, by the clauses that ask for it.

A scenario's docstring begins with its clauses: "P1 4.2.1, P2 S3 (duty 18): …" (docs/design/REQUIREMENTS.md). One that
names no duty plays all duties of its clauses. test_clauses.py sees that none is left out.
"""
