package fixtest

import "testing"

func TestTested(t *testing.T) { tested(1, nil) }
