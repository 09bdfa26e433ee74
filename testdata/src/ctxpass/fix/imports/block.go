package imports

import (
	ctx "context"

	"net/http"
)

func block(w http.ResponseWriter, r *http.Request) {
	load(ctx.Background()) // want `ctxpass/handler`
}
