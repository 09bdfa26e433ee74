package imports

import (
	"context" // for the handler
	"net/http"
)

func commented(w http.ResponseWriter, r *http.Request) {
	load(context.Background()) // want `ctxpass/handler`
}
