"""Pages of watching, inspections and violations."""
