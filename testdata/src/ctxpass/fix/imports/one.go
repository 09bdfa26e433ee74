// Package imports loses the last use of an import.
package imports

import (
	"context"
	"net/http"
)

func one(w http.ResponseWriter, r *http.Request) {
	load(context.Background()) // want `ctxpass/handler`
}
