package driver

// Separate returns c for a run that analyses every package apart from its
// form with tests.
func (c Config) Separate() Config {
	c.separate = true
	return c
}

// Bound removes files until c is no larger than limit.
func (c *Cache) Bound(limit int64) { c.bound(limit) }

// Snapshot returns the result of the last run over patterns if that can be
// had without the go command, or nil.
func (c *Cache) Snapshot(cfg Config, patterns ...string) *Result {
	return c.recallSnapshot(cfg, patterns)
}
