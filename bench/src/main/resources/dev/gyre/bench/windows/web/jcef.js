// The page over queries of JCEF, as one writes it first.

import { bare } from "/bare.js";
import { begin } from "/page.js";

const failed = (code, message) => console.error(code, message);

begin(bare((request, onSuccess) => cefQuery({ request, onSuccess, onFailure: failed }), true));
