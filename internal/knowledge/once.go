package knowledge

import "go/types"

// CallsOnce reports whether fn calls the function it is given at most once.
func CallsOnce(fn *types.Func) bool { return callsOnce[listedName(fn)] || Spawns(fn) }

var callsOnce = set(
	"(*sync.Once).Do",
	"sync.OnceFunc",
	"context.AfterFunc",
	"time.AfterFunc",
	"(*testing.T).Run",
	"(*testing.B).Run",
	"(*testing.common).Cleanup",
	"(testing.TB).Cleanup",
	"testing/synctest.Test",
	"(*golang.org/x/sync/singleflight.Group).Do",
)
