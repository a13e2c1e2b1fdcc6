/**
 * A backend in plain Java and double precision: the oracle that other backends are compared with.
 */
@NullMarked
package org.distill4j.conformance.reference;

import org.jspecify.annotations.NullMarked;
