"""Each period both the body and the post confirm the quality; what they do not agree on rises."""
