// Package zone knows a time zone.
package zone

import "time"

func Home() *time.Location { return time.Local }
