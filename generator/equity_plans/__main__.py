"""`python -m equity_plans`: the command, where its name is not on the path."""

from equity_plans.cli import main

main()
