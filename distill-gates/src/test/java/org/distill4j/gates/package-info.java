/** Gates that look at all modules at once. */
@NullMarked
package org.distill4j.gates;

import org.jspecify.annotations.NullMarked;
