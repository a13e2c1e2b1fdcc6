/** Models trained and used on a session: the common layer of all engines above their programs. */
@NullMarked
package org.distill4j.core.run;

import org.jspecify.annotations.NullMarked;
