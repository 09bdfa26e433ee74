package foreign

import (
	"context"
	"net/http"

	"github.com/elsewhere/keys"
)

// Who else uses these keys is another module, which asks for them as they
// are (dominikh/go-tools#1176; golang.org/x/oauth2 has its HTTPClient).
func dictated(ctx context.Context) context.Context {
	ctx = context.WithValue(ctx, keys.Trace, 1)
	ctx = context.WithValue(ctx, keys.User, ctx.Value(keys.Trace))
	ctx = context.WithValue(ctx, keys.Client{}, &http.Client{})
	return context.WithValue(ctx, keys.Verbose, true)
}
