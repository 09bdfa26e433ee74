package ctxparam_test

import (
	"testing"

	"github.com/gocontext/ctxlint/analyzers/ctxparam"
	"github.com/gocontext/ctxlint/internal/checktest"
)

func Test(t *testing.T) { checktest.Run(t, "ctxparam", ctxparam.New) }
