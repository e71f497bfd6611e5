"""Pages of the library, its quizzes, events and whom they reached."""
