package imports

import (
	// It is for the handler.
	"context"
	"net/http"
)

func documented(w http.ResponseWriter, r *http.Request) {
	load(context.Background()) // want `ctxpass/handler`
}
