/** The service-provider interface of the engines: compilers of programs. */
@NullMarked
package org.distill4j.backend;

import org.jspecify.annotations.NullMarked;
