"""The proof that nothing people type is lost: a small sheet, people who act at every point, and what must hold then."""
