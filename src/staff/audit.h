#include "store/audit.h"
