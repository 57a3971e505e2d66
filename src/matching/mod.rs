//! Who with whom: rules to points, an exact optimum, its certificate and its reasons. Pure.
