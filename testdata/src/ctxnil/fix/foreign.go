package fix

import "ctxnil/fix/dep"

// Nothing else needs the import.
func foreign() {
	run((*dep.Ctx)(nil)) // want `becomes a context`
}
