"""What words about hazards mean, whatever heads them: a defect, advice, a level, a state, a day, that nothing was found, or no hazard at all."""
