/** Backends that are broken on purpose, each in one way, which the suite has to notice. */
@NullMarked
package org.distill4j.conformance.broken;

import org.jspecify.annotations.NullMarked;
