"""Programs for those who build and check KT1. Nothing here is part of the product."""
