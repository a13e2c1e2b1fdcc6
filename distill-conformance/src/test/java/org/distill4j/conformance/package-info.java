@NullMarked
package org.distill4j.conformance;

import org.jspecify.annotations.NullMarked;
