@NullMarked
package org.distill4j.conformance.reference;

import org.jspecify.annotations.NullMarked;
