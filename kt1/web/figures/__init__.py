"""Figures of a province: table, map, board of duties, adoption."""
