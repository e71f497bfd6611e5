"""The main job as one story: played through the actions on a database of its own, and checked."""
