"""Stock: what there is."""
