package goroutine

import (
	"context"

	"github.com/gin-gonic/gin"
	"github.com/labstack/echo/v4"
)

func ginRequest(c *gin.Context) {
	go load(c.Request.Context()) // want `a goroutine that may outlive the request is given its context: give it context.WithoutCancel\(c.Request.Context\(\)\)`
}

func ginVariable(c *gin.Context) {
	r := c.Request
	ctx := context.WithValue(r.Context(), key{}, 1)
	go func() { // want `ctxpass/goroutine`
		load(ctx)
	}()
}

func echoRequest(c echo.Context) {
	go load(c.Request().Context()) // want `ctxpass/goroutine`
}

func echoDetached(c echo.Context) {
	go load(context.WithoutCancel(c.Request().Context()))
}
