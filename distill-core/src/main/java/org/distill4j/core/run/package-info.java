/** Models trained and used on a session: what every engine has in common above its programs. */
@NullMarked
package org.distill4j.core.run;

import org.jspecify.annotations.NullMarked;
