package imports

import (
	"net/http"

	"context"
)

func alone(w http.ResponseWriter, r *http.Request) {
	load(context.Background()) // want `ctxpass/handler`
}
