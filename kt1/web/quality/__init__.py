"""Pages of quality: figures, the items behind them, the register of force majeure."""
