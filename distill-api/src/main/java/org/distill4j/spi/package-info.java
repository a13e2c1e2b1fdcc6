/** The service-provider interface of the tensor backends. */
@NullMarked
package org.distill4j.spi;

import org.jspecify.annotations.NullMarked;
