/** Models composed of layers. */
@NullMarked
package org.distill4j.core.model;

import org.jspecify.annotations.NullMarked;
