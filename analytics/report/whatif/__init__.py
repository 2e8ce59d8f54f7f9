"""What if: the sliders of a scenario, what it does to the money and to people, and scenarios side by side."""
