package fix

import (
	"context"
	"net/http"
	"testing"

	"github.com/spf13/cobra"
)

type upload struct {
	client *client
	parts  parts
}

type client struct{}

// A parts works on.
type parts interface{ next() }

func (*client) AbortUpload(ctx context.Context) error { return ctx.Err() }

func (*client) part(ctx context.Context) error { return ctx.Err() }

// rclone/rclone: what was begun is undone although the context is over.
func (u *upload) Abort(ctx context.Context) error {
	_ = u.client.part(ctx)
	return u.client.part(context.Background()) // want `ctxpass/fresh`
}

func (u *upload) give(ctx context.Context) error {
	if err := u.client.part(ctx); err != nil {
		return u.client.AbortUpload(context.Background()) // want `ctxpass/fresh`
	}
	return u.client.part(context.Background()) // want `ctxpass/fresh`
}

// What is made lives on in the field.
func (u *upload) open(ctx context.Context, make func(context.Context) (parts, error)) (err error) {
	_ = u.client.part(ctx)
	u.parts, err = make(context.Background()) // want `ctxpass/fresh`
	if err != nil {
		return err
	}
	own, err := make(context.Background()) // want `ctxpass/fresh`
	_ = own
	return err
}

// rclone/rclone: the values of no context are those of all.
func differs(ctx context.Context) bool {
	return setting(ctx) != setting(context.Background()) // want `ctxpass/fresh`
}

func setting(ctx context.Context) string {
	s, _ := ctx.Value(key{}).(string)
	return s
}

// rclone/rclone: a command has a context when it runs.
func setUp(root *cobra.Command) error {
	return save(context.Background()) // want `ctxpass/fresh`
}

func runs(cmd *cobra.Command, args []string) error {
	return save(context.Background()) // want `ctxpass/fresh`
}

func handles(w http.ResponseWriter, r *http.Request) {
	_ = save(r.Context())
	_ = save(context.Background()) // want `ctxpass/fresh`
}

func rollbackAll(ctx context.Context, save func(context.Context) error) error {
	_ = save(ctx)
	return func() error {
		return save(context.Background()) // want `ctxpass/fresh`
	}()
}

// containerd/containerd: the suite asks what another context sees.
func suite(ctx context.Context, t *testing.T, c *client) {
	if c.part(ctx) == nil {
		_ = c.part(context.Background()) // want `ctxpass/fresh`
	}
}

func suites(t *testing.T) func(context.Context, *client) {
	return func(ctx context.Context, c *client) {
		_ = c.part(context.Background()) // want `ctxpass/fresh`
	}
}
