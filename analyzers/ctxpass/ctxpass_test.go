package ctxpass_test

import (
	"testing"

	"github.com/gocontext/ctxlint/analyzers/ctxpass"
	"github.com/gocontext/ctxlint/internal/checktest"
)

func Test(t *testing.T) { checktest.Run(t, "ctxpass", ctxpass.New) }
