package imports

import (
	"context"
	"net/http"
)

// The fixes of both would take the last use together.
func two(w http.ResponseWriter, r *http.Request) {
	load(context.Background()) // want `ctxpass/handler`
	load(context.TODO())       // want `ctxpass/handler`
}
