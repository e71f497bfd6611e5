# One word for each thing. `make run` and `make test` are all a newcomer needs.
.PHONY: setup run test check fix doc bench drill clean

setup:
	@tools/setup

run: setup
	@exec .venv/bin/kt1 run

test: setup
	@exec .venv/bin/pytest -n 2 --dist worksteal $(ARGS)

check: setup
	@exec .venv/bin/python -m tools.check

fix: setup
	@.venv/bin/ruff check --fix --quiet . || true
	@.venv/bin/ruff format --quiet .
	@.venv/bin/ruff check .

doc: setup
	@exec .venv/bin/python -m tools.documents write

bench: setup
	@exec .venv/bin/kt1 bench $(if $(ONLY),--only $(ONLY))

drill: setup
	@exec .venv/bin/kt1 drill

# Everything that set-up made; the database and its keys stay (`kt1 db status` says where).
clean:
	@rm -rf .venv node_modules build .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache *.egg-info
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
