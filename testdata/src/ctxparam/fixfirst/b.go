package fixfirst

func init() { elsewhere(1, nil) }
