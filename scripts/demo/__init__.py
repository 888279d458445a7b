"""What trains the demo pack: flite's speech with its exact times, and three small models."""
