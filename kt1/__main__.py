"""`python -m kt1` is the command line `kt1`."""

import sys

from kt1.config.cli import main

sys.exit(main())
