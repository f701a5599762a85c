"""An OpenID Connect provider that lies: about its issuer, its audience, or about nothing, as its argument says.

Signs in every caller as the person they name, with the claims that `PUT /users/<sub>` stored. Prints its address.
"""

import logging
import sys
import warnings

warnings.simplefilter("ignore")
import oidc_provider_mock._app as mock  # noqa: E402
from werkzeug.serving import make_server  # noqa: E402

lie = sys.argv[1]
truth = mock.OpenIDCode.get_jwt_config


def config(self, grant, client=None):
    told = truth(self, grant, client)
    if lie == "issuer":
        told["iss"] = "https://accounts.google.com"
    if lie == "audience":
        told["aud"] = ["somebody-else"]
    return told


mock.OpenIDCode.get_jwt_config = config
if lie == "audience":
    mock.OpenIDCode.get_audiences = lambda self, request: ["somebody-else"]

logging.getLogger("werkzeug").setLevel(logging.ERROR)
server = make_server("127.0.0.1", 0, mock.app())
print(f"http://127.0.0.1:{server.server_port}", flush=True)
server.serve_forever()
