@NullMarked
package org.distill4j.core.wiring;

import org.jspecify.annotations.NullMarked;
