"""The machine looked over before anything runs: what is wrong, why, and what to do."""
