/** Initial values of parameters, drawn on the host. */
@NullMarked
package org.distill4j.core.init;

import org.jspecify.annotations.NullMarked;
