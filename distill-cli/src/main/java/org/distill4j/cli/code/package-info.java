/** Models and trainings of configuration files as code that can be sent to other processes. */
@NullMarked
package org.distill4j.cli.code;

import org.jspecify.annotations.NullMarked;
