package driver

// Separate returns c for a run that analyses every package apart from its
// form with tests.
func (c Config) Separate() Config {
	c.separate = true
	return c
}

// Bound removes files until c is no larger than limit.
func (c *Cache) Bound(limit int64) { c.bound(limit) }
